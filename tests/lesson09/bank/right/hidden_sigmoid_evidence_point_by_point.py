"""A loop over the four points, with math.exp. / 对四个点循环，用 math.exp。"""
# notebook: hidden_layers

# %% sigmoid_evidence
import math


def sigma(z):
    return 1 / (1 + math.exp(-z))


def sigmoid_evidence():
    证据 = []
    for x1, x2 in [(0, 0), (1, 0), (0, 1), (1, 1)]:
        s1 = sigma(0.23 - 0.15 * x1 - 0.15 * x2)
        s2 = sigma(-0.08 + 0.15 * x1 + 0.15 * x2)
        证据.append(-0.2 + 0.15 * s1 + 0.15 * s2)
    return torch.tensor(证据)
