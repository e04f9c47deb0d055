"""The commands with what each does, as `--help` lists them: a test holds them to be the same."""

COMMANDS = {
    "demo": "Open the dashboard on the built-in demo server.",
    "demo-server": "Run only the demo server, for other clients.",
    "explain": "Explain API error codes, with links to the docs.",
    "login": "Check a token and save it in the OS keyring.",
    "logout": "Remove the token from the OS keyring.",
    "open": "Open an item in the dashboard, by id or link.",
    "profiles": "List profiles and whether they have a token.",
    "status": "Show the token's source and whether it works.",
    "analytics": "Print views, watch time and player loads.",
    "usage": "Print daily usage of traffic, storage and encoding.",
    "workspaces": "Print one row per profile with its workspace.",
    "get": "Print the response of any endpoint.",
    "requests": "Print the requests that were sent, newest first.",
    "bundle": "Print a report of what failed, for support.",
    "index": "Index all videos, or update the index.",
    "sql": "Run a SELECT statement on the index.",
    "audit": "Print what the index audits found.",
    "changes": "Print what changed between indexing runs.",
    "check": "Print what needs attention, for cron and CI.",
    "wait": "Wait until videos are done.",
    "digest": "Print a weekly summary.",
    "completion": "Print a shell completion script.",
}
"""What is done."""

LISTS = {
    "videos": "Print the videos of the workspace, newest first.",
    "projects": "Print the projects of the workspace.",
    "playlists": "Print the playlists of the workspace.",
    "live-events": "Print the live events of the workspace, newest first.",
    "tags": "Print the tags of the workspace.",
    "players": "Print the players of the workspace.",
    "file-requests": "Print the file requests of the workspace.",
    "webhooks": "Print the webhooks of the workspace.",
    "moderators": "Print the moderators of the workspace.",
    "privacy-domains": "Print the privacy domains of the workspace.",
    "cdn-zones": "Print the CDN zones of the workspace.",
    "access-tokens": "Print the access tokens of the workspace.",
    "speak-rooms": "Print the Speak rooms of the workspace, newest first.",
    "drm": "Print the DRM settings of the workspace.",
    "timezones": "Print the time zones of the workspace.",
    "invoices": "Print the invoices of the workspace, newest first.",
}
"""What is printed of a workspace."""
