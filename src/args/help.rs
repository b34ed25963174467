//! What `--help` says, on one screen.

pub(super) const USAGE: &str = "nudge [demo | open FILE | check FILE | script FILE] [OPTIONS]";

pub(super) const TEXT: &str = "\
Nudge, a man-in-the-middle debugging proxy for MSN Messenger

Usage: nudge [demo | open FILE | check FILE | script FILE] [OPTIONS]

  demo                     two scripted people chat through it, to look around
  open FILE...             shows in the browser what --record kept
  check FILE...            says what broke the rules in it (--json); script FILE
                           --session N makes a conversation tests can play
  tail, inject, hold, release  drive a Nudge that runs: see nudge tail --help
  --upstream HOST[:PORT]   the server in whose place clients connect to Nudge
                           [none: a sandbox, any account and password signs in]
  --listen IP[:PORT][=HOST[:PORT]]
                           where they connect [127.0.0.1:1863]; repeat it for
                           more; =HOST:PORT names a server of its own
  --ports A-B              where redirects lead [21000-21999]; 0-0 for any
  --advertise HOST         what redirects call this machine: for containers, NAT
  --allow CIDR             let only these clients in; repeat it for more
  --max-sessions N         how many at once [10000]
  --record FILE            keeps all that passes, secrets too; another file
                           begins after --record-size SIZE [1GiB]
  --memory SIZE            for the transcript [128MiB]; --reveal shows secrets
  --web IP[:PORT]          where browsers connect [127.0.0.1:8863]; --no-web for
                           none; --no-open opens none; --read-only: look only
  --token-file FILE        keeps the browser signed in; --snippets FILE keeps
                           commands of yours; --ui-dir DIR: the page from there
  --sandbox-ports DS,NS,SB,HTTP  where the sandbox listens; --accounts FILE for
                           who may sign in: \"account\" = \"password\" lines
  --print, --json, --quiet print the transcript, as NDJSON, or nothing; at a
                           terminal with a browser nothing is the default
  --color WHEN             auto, always or never [auto]; -h, --help, --version

Examples:
  nudge demo
  nudge --upstream 203.0.113.5 --listen 0.0.0.0 --allow 192.168.0.0/16
  nudge --upstream ds.example.org --json | jq 'select(.cmd == \"XFR\")'
Exit codes: 0 ended as asked, 1 failed while running, 2 wrong arguments,
3 cannot listen, 4 problems found. RUST_LOG=debug logs more; NO_COLOR works.
";
