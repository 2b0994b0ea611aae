"""Logging writes everything. / 日志输出全部信息。"""
# lesson: lesson09
# notebook: gates

# %% step
import logging

logging.basicConfig(level=logging.DEBUG, force=True)


def step(z):
    logging.debug("step of %s", z)
    return (z >= 0).float()
