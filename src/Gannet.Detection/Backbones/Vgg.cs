using System.Globalization;
using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Backbones;

/// <summary>VGG-16 (Simonyan and Zisserman 2014) to the ReLU after conv5_3: stride 16, since the last pooling is omitted.</summary>
/// <remarks>Layers are numbered as in torchvision, so that its weights load; a stage is the layers between two poolings.</remarks>
internal sealed class Vgg : Backbone
{
    // Number of convolutions per stage, and their channels.
    private static readonly (int Convolutions, int Channels)[] s_layout = [(2, 64), (2, 128), (3, 256), (3, 512), (3, 512)];

    private static readonly string[] s_stages = ["conv1", "conv2", "conv3", "conv4", "conv5"];

    private readonly NormOptions? _norm;

    public Vgg(BackboneOptions options, bool hasNorm) : base(s_stages, options.OutputsOr(s_stages[4..]))
    {
        _norm = hasNorm ? options.Norm : null;
        for (var (k, layer, inputs) = (0, 0, 3); k < StageNames.Count; k++)
        {
            var (isFirst, (count, channels)) = (k == 0, s_layout[k]);
            List<Module> parts = [];
            var convs = new NormalizedConv[count];
            for (var n = 0; n < count; n++)
            {
                convs[n] = AddConv(ref layer, inputs, channels, parts);
                inputs = channels;
            }

            layer++; // the pooling
            AddStage(new(s_stages[k], k + 1, channels, 1 << k, x => Run(convs, x, pools: !isFirst), [.. parts]) { LeastSide = 1 << k });
        }
    }

    private static Tensor Run(NormalizedConv[] convs, Tensor x, bool pools)
    {
        using var scope = TensorScope.Enter();
        if (pools) x = x.MaxPool2d([2, 2], [2, 2]);
        foreach (var conv in convs) x = conv.Forward(x, Activation.Relu);
        return scope.Keep(x);
    }

    private NormalizedConv AddConv(ref int layer, int inputs, int channels, List<Module> parts)
    {
        var conv = Add(Name(layer++), new Conv2d(inputs, channels, kernel: 3));
        Initialization.HeNormalFanOut(conv.Weight);
        Initialization.Zero(conv.Bias);
        parts.Add(conv);
        Norm? norm = null;
        if (_norm is not null) parts.Add(norm = Add(Name(layer++), _norm.Create(channels)));
        layer++; // the ReLU
        return new(conv, norm);
    }

    private static string Name(int layer) => layer.ToString(CultureInfo.InvariantCulture);
}
