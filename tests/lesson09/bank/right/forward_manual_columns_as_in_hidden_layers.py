"""W @ x with samples in columns, transposed at the end. / 样本放在列里算 W @ x，最后转置。"""
# notebook: forward_pass

# %% manual_forward
def manual_forward(x, params):
    w1, b1 = params["linear1.weight"], params["linear1.bias"]
    w2, b2 = params["linear2.weight"], params["linear2.bias"]
    w3, b3 = params["output.weight"], params["output.bias"]

    s = torch.relu(w1 @ x.T + b1.unsqueeze(1))
    s = torch.sigmoid(w2 @ s + b2.unsqueeze(1))
    return torch.softmax(w3 @ s + b3.unsqueeze(1), dim=0).T
