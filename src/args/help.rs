//! What `--help` says, on one screen.

pub(super) const USAGE: &str = "nudge --upstream HOST[:PORT] [OPTIONS]";

pub(super) const TEXT: &str = "\
Nudge, a man-in-the-middle debugging proxy for MSN Messenger

Usage: nudge --upstream HOST[:PORT] [OPTIONS]

  --upstream HOST[:PORT]   the server in whose place clients connect to Nudge
  --listen IP[:PORT][=HOST[:PORT]]
                           where they connect [127.0.0.1:1863]; repeat it for
                           more; =HOST:PORT names a server of its own
  --ports A-B              where redirects lead [21000-21999]; 0-0 for any
  --advertise HOST         what redirects name instead of the address that the
                           client used: for containers and NAT
  --allow CIDR             let only these clients in; repeat it for more
  --max-sessions N         how many at once [10000]
  --memory SIZE            for the transcript [128MiB]
  --json                   print the transcript as NDJSON
  --quiet                  print no transcript
  --reveal                 show passwords, tickets and cookies
  --color WHEN             auto, always or never [auto]
  -h, --help, -V, --version

Examples:
  nudge --upstream messenger.example.org
  nudge --upstream 203.0.113.5 --listen 0.0.0.0 --allow 192.168.0.0/16
  nudge --upstream ds.example.org --json | jq 'select(.cmd == \"XFR\")'

The transcript goes to standard output, all else to standard error. Ctrl-C ends.
Exit codes: 0 ended as asked, 1 failed while running, 2 wrong arguments,
3 cannot listen. RUST_LOG=debug logs more; NO_COLOR is respected.
";
