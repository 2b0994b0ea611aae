"""F.linear does the products. / 用 F.linear 做乘法。"""
# notebook: forward_pass

# %% manual_forward
def manual_forward(x, params):
    s = F.relu(F.linear(x, params["linear1.weight"], params["linear1.bias"]))
    s = torch.sigmoid(F.linear(s, params["linear2.weight"], params["linear2.bias"]))
    return F.softmax(F.linear(s, params["output.weight"], params["output.bias"]), dim=1)
