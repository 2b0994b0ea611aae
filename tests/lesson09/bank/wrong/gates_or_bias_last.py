"""w_or has its bias at the end. / w_or 把截距放在最后。"""
# notebook: gates
# scores: test_or=0.55 test_xor=4.5
# misconception: The bias is the last of the three weights. / 以为截距是三个权重中的最后一个。
# hint: The order is [b, w1, w2]. / 顺序是 [b, w1, w2]。

# %% or_gate
w_or = torch.tensor([2.0, 2.0, -1.0])


def OR(X):
    return step(X @ w_or)
