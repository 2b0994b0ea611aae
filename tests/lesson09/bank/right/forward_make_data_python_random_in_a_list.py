"""Python's random fills lists; the pair is a list. / 用 Python 的 random 填列表，返回列表 [x, y]。"""
# notebook: forward_pass

# %% make_data
import random


def make_data(seed=420):
    source = random.Random(seed)
    x = torch.tensor([[source.random() for _ in range(20)] for _ in range(500)])
    y = torch.tensor([[float(source.choice([0, 1, 2]))] for _ in range(500)])
    return [x, y]
