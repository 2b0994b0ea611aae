"""Threads are started and never ended. / 启动线程后不结束。"""
# lesson: lesson09
# notebook: gates

# %% step
import threading
import time


def beat():
    while True:
        time.sleep(0.01)
        print("still here")


threading.Thread(target=beat).start()
threading.Thread(target=beat, daemon=True).start()


def step(z):
    return (z >= 0).float()
