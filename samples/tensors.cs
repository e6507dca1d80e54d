// Tensors without a detector: fits a line with gradient descent.  dotnet run samples/tensors.cs
#:project ../src/Gannet.Torch/Gannet.Torch.csproj

using Gannet.Torch;
using Gannet.Torch.Nn;
using Gannet.Torch.Optim;

TorchRuntime.Seed(1);
using var line = new Linear(inputs: 1, outputs: 1);
using var optimizer = new Sgd([new(line.NamedParameters())], momentum: 0.9) { Rate = 0.1 };
for (var step = 0; step < 100; step++)
{
    using var scope = TensorScope.Enter(); // frees every tensor of this step, also when it throws
    var x = Tensor.Rand([32, 1]);
    var loss = line.Forward(x).SmoothL1Loss(x * 3 + Tensor.Ones([1]));
    optimizer.ZeroGradients();
    loss.Backward();
    optimizer.Step();
}

Console.WriteLine($"y = {line.Weight.Item():F2} x + {line.Bias.Item():F2}; {TensorCensus.Live} tensors live");
