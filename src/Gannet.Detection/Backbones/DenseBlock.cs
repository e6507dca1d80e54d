using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Backbones;

/// <summary>Layers of one resolution; each appends its channels to its input.</summary>
internal sealed class DenseBlock : Module
{
    private readonly DenseLayer[] _layers;

    public DenseBlock(int inputs, int layers, int growth, NormOptions norm)
    {
        Outputs = inputs + layers * growth;
        _layers = new DenseLayer[layers];
        for (var k = 0; k < layers; k++) _layers[k] = Add($"denselayer{k + 1}", new DenseLayer(inputs + k * growth, growth, norm));
    }

    public int Outputs { get; }

    public Tensor Forward(Tensor x)
    {
        using var scope = TensorScope.Enter();
        foreach (var layer in _layers) x = Tensor.Cat([x, layer.Forward(x)], dim: 1);
        return scope.Keep(x);
    }
}
