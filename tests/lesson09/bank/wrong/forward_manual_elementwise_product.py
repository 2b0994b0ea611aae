"""* in the place of @. / 用 * 代替 @。"""
# notebook: forward_pass
# scores: test_manual_forward=0
# misconception: * is the matrix product. / 以为 * 是矩阵乘法。
# hint: The matrix product is @; * works element by element. / 矩阵乘法是 @；* 是逐元素相乘。

# %% manual_forward
def manual_forward(x, params):
    w1, b1 = params["linear1.weight"], params["linear1.bias"]
    w2, b2 = params["linear2.weight"], params["linear2.bias"]
    w3, b3 = params["output.weight"], params["output.bias"]
    s1 = torch.relu(x * w1.T + b1)
    s2 = torch.sigmoid(s1 * w2.T + b2)
    return torch.softmax(s2 * w3.T + b3, dim=1)
