""".cuda() on a machine without a GPU. / 在没有 GPU 的机器上用 .cuda()。"""
# lesson: lesson09
# notebook: activations
# scores: test_tanh=0
# names: CUDA|cuda|NVIDIA

# %% tanh
def tanh(z):
    return torch.tanh(z.cuda()).cpu()
