"""Everything is computed and returned in float64. / 全部用 float64 计算并返回。"""
# notebook: forward_pass
# scores: test_manual_forward=1.71
# misconception: float64 is as good as float32. / 以为 float64 可以代替 float32。
# hint: Print out.dtype: it should be torch.float32. / 打印 out.dtype：应为 torch.float32。

# %% manual_forward
def manual_forward(x, params):
    p = {name: value.double() for name, value in params.items()}
    z1 = x.double() @ p["linear1.weight"].T + p["linear1.bias"]
    z2 = torch.relu(z1) @ p["linear2.weight"].T + p["linear2.bias"]
    z3 = torch.sigmoid(z2) @ p["output.weight"].T + p["output.bias"]
    return torch.softmax(z3, dim=1)
