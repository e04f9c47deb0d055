"""A program that changes a profile with a real keyring; see ask_token_store for why it is one."""

import asyncio
import json
import sys
from pathlib import Path

from kinescope_tui.api.order import Order
from kinescope_tui.api.token import Token
from kinescope_tui.services.lists.view import View
from kinescope_tui.services.workspace.profile_store import ProfileStore, ProfileStoreError
from kinescope_tui.services.workspace.profiles import Profiles
from kinescope_tui.services.workspace.session import Profile
from kinescope_tui.services.workspace.token_store import TokenStore, TokenStoreError


async def main() -> None:
    """Do what the first word says with the profile "acme", and write down what came of it."""
    word, folder, base_url, token = sys.argv[1:]
    store, tokens = ProfileStore(Path(folder)), TokenStore()
    acme, told = Profile("acme", base_url), ""
    workspaces = Profiles(store, tokens)
    try:
        if word == "begin":
            await workspaces.add(acme)
            await tokens.save("acme", base_url, Token(token))
            store.views("acme").keep("videos", "mine", View(Order.parse("title")))
        elif word == "rename":
            left = await workspaces.rename(acme, "umbrella")
            told = left.message if left is not None else ""
        elif word == "remove":
            told = str(await workspaces.remove(acme))
    except (ProfileStoreError, TokenStoreError) as error:
        told = type(error).__name__
    look = await workspaces.look([acme, Profile("umbrella", base_url)])
    names = [profile.name for profile in store.profiles]
    views = {name: len(store.views(name)) for name in ("acme", "umbrella")}
    holds = {profile.name: held for profile, held in look.holds.items()}
    json.dump({"told": told, "profiles": names, "views": views, "holds": holds}, sys.stdout)


if __name__ == "__main__":
    asyncio.run(main())
