"""The parameters are popped. / 把参数 pop 出来。"""
# notebook: forward_pass
# scores: test_manual_forward=1.14
# misconception: The parameters may be changed on the way. / 以为可以改动参数或输入。
# hint: No method that ends with _, no pop: make new tensors. / 不用以 _ 结尾的方法，也不用 pop：请建新张量。

# %% manual_forward
def manual_forward(x, params):
    w1, b1 = params.pop("linear1.weight"), params.pop("linear1.bias")
    w2, b2 = params.pop("linear2.weight"), params.pop("linear2.bias")
    w3, b3 = params.pop("output.weight"), params.pop("output.bias")
    s1 = torch.relu(x @ w1.T + b1)
    s2 = torch.sigmoid(s1 @ w2.T + b2)
    return torch.softmax(s2 @ w3.T + b3, dim=1)
