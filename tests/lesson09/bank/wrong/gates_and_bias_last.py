"""w_and has its bias at the end. / w_and 把截距放在最后。"""
# notebook: gates
# scores: test_and=0.55 test_xor=4.5
# misconception: The bias is the last of the three weights. / 以为截距是三个权重中的最后一个。
# hint: The order is [b, w1, w2]. / 顺序是 [b, w1, w2]。

# %% and_gate
w_and = torch.tensor([2.0, 2.0, -3.0])


def AND(X):
    return step(X @ w_and)
