//! Packets of P2P versions 1 and 2 (§7.5, §7.6), read without explaining them.
