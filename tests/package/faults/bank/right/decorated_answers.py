"""Answers wear decorators. / 函数带有装饰器。"""
# lesson: lesson09
# notebook: activations

# %% relu
from functools import lru_cache, wraps


def logged(function):
    @wraps(function)
    def inner(*args, **kwargs):
        print("calling", function.__name__, args)
        return function(*args, **kwargs)

    return inner


@torch.no_grad()
@logged
def relu(z):
    return torch.where(z > 0, z, torch.zeros_like(z))
