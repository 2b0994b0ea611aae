"""Top-level await and asyncio.run. / 顶层 await 与 asyncio.run。"""
# lesson: lesson09
# notebook: gates

# %% step
import asyncio


async def later():
    await asyncio.sleep(0.01)
    return 1


one = await later()


def step(z):
    return (z >= 0).float() * one

# %% new
asyncio.run(later())
