"""One function never stops allocating. / 一个函数不断申请内存。"""
# lesson: lesson09
# notebook: activations
# scores: test_relu=0
# names: CRASHED|MemoryError|RuntimeError

# %% relu
def relu(z):
    kept = []
    while True:
        kept.append(torch.empty(200_000_000))
