//! Whether what a client answered to a challenge is right.
