"""The function waits for a lock that it holds. / 函数等待自己持有的锁。"""
# lesson: lesson09
# notebook: activations
# scores: test_relu=0
# names: TIMED_OUT

# %% relu
import threading

lock = threading.Lock()
lock.acquire()


def relu(z):
    with lock:
        return torch.relu(z)
