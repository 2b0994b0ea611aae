"""One function waits for input. / 一个函数等待输入。"""
# lesson: lesson09
# notebook: activations
# scores: test_relu=0
# names: EOFError|StdinNotImplementedError

# %% relu
def relu(z):
    threshold = float(input("threshold: "))
    return torch.where(z > threshold, z, torch.zeros_like(z))
