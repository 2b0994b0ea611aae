"""A timer is left running. / 定时器没有关闭。"""
# lesson: lesson09
# notebook: gates

# %% step
import signal

signal.signal(signal.SIGALRM, signal.SIG_DFL)
signal.alarm(1)


def step(z):
    return (z >= 0).float()
