"""Keys are joined to strings. / 键拼成了字符串。"""
# notebook: hidden_layers
# scores: test_verdict=0
# misconception: A key may have any form that a reader understands. / 以为键只要读得懂就行。
# hint: The key is the tuple (hidden, output), names in lower case. / 键是二元组 (hidden, output)，名字用小写。

# %% verdict
verdict = {
    "step-step": True,
    "identity-step": False,
    "sigmoid-step": False,
    "step-sigmoid": True,
}
