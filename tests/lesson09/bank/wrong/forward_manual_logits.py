"""z comes back without softmax. / 返回 z，没有 softmax。"""
# notebook: forward_pass
# scores: test_manual_forward=0.29
# misconception: You may have left out the last activation. / 你可能漏掉了最后的激活函数。
# hint: Apply softmax over dim 1 at the end. / 最后在 dim=1 上做 softmax。

# %% manual_forward
def manual_forward(x, params):
    w1, b1 = params["linear1.weight"], params["linear1.bias"]
    w2, b2 = params["linear2.weight"], params["linear2.bias"]
    w3, b3 = params["output.weight"], params["output.bias"]
    s1 = torch.relu(x @ w1.T + b1)
    s2 = torch.sigmoid(s1 @ w2.T + b2)
    return s2 @ w3.T + b3
