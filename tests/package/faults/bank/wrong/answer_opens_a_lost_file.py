"""The function reads a file of the student's own. / 函数读取自己电脑上的文件。"""
# lesson: lesson09
# notebook: activations
# scores: test_softmax=0
# names: FileNotFoundError

# %% softmax
def softmax(z, dim):
    weights = torch.load("/home/me/weights.pt")
    return torch.softmax(z, dim)
