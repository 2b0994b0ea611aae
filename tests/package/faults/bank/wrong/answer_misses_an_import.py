"""numpy is used and never imported. / 用了 numpy 却没有导入。"""
# lesson: lesson09
# notebook: activations
# scores: test_relu=0
# names: NameError

# %% relu
def relu(z):
    return torch.from_numpy(np.maximum(z.numpy(), 0))
