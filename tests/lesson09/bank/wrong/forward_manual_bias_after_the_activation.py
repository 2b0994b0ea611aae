"""The bias is added after the activation. / 激活之后才加截距。"""
# notebook: forward_pass
# scores: test_manual_forward=0.29
# misconception: The bias is added after the activation. / 以为截距加在激活函数之后。
# hint: z = x @ W.T + b comes first, then the activation. / 先算 z = x @ W.T + b，再用激活函数。

# %% manual_forward
def manual_forward(x, params):
    w1, b1 = params["linear1.weight"], params["linear1.bias"]
    w2, b2 = params["linear2.weight"], params["linear2.bias"]
    w3, b3 = params["output.weight"], params["output.bias"]
    s1 = torch.relu(x @ w1.T) + b1
    s2 = torch.sigmoid(s1 @ w2.T) + b2
    return torch.softmax(s2 @ w3.T + b3, dim=1)
