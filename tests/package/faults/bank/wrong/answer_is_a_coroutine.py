"""The function is async, so that it returns a coroutine. / 函数写成了 async。"""
# lesson: lesson09
# notebook: activations
# scores: test_relu=0
# names: coroutine

# %% relu
async def relu(z):
    return torch.relu(z)
