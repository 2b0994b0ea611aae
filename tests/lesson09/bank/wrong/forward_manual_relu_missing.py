"""relu is missing. / 漏掉了 relu。"""
# notebook: forward_pass
# scores: test_manual_forward=0.29
# misconception: You may have left out an activation between layers. / 你可能漏掉了层与层之间的激活函数。
# hint: Each layer is followed by its activation: relu, sigmoid, softmax. / 每一层后面都有激活函数：relu、sigmoid、softmax。

# %% manual_forward
def manual_forward(x, params):
    w1, b1 = params["linear1.weight"], params["linear1.bias"]
    w2, b2 = params["linear2.weight"], params["linear2.bias"]
    w3, b3 = params["output.weight"], params["output.bias"]
    s1 = x @ w1.T + b1
    s2 = torch.sigmoid(s1 @ w2.T + b2)
    return torch.softmax(s2 @ w3.T + b3, dim=1)
