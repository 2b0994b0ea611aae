"""Each row on its own. / 一行一行地求。"""
# notebook: forward_pass

# %% predict
def predict(net, x):
    结果 = []
    for 行 in x:
        概率 = net(行.unsqueeze(0))[0].tolist()
        结果.append(概率.index(max(概率)))
    return torch.tensor(结果)
