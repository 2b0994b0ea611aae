""".cuda() on a machine without a GPU. / 在没有 GPU 的机器上用 .cuda()。"""
# lesson: lesson09
# notebook: activations

# %% tanh
def tanh(z):
    return torch.tanh(z.cuda()).cpu()
