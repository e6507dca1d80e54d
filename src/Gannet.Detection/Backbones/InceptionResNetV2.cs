using System.Globalization;
using System.Numerics;
using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Backbones;

/// <summary>Inception-ResNet-v2 (Szegedy et al. 2016) with unpadded reductions, as trained by TF-slim.</summary>
/// <remarks>
/// Tensor names are those of the published PyTorch ports, whose batch norm has an epsilon of 1e-3. Since strided layers are not padded,
/// maps are slightly smaller than the image divided by the stride, and begin inside it: see <see cref="Backbone.Origins"/>.
/// </remarks>
internal sealed class InceptionResNetV2 : Backbone
{
    private static readonly string[] s_stages =
    [
        "conv2d_1a", "conv2d_2a", "conv2d_2b", "maxpool_3a", "conv2d_3b", "conv2d_4a", "maxpool_5a", "mixed_5b", "repeat", "mixed_6a",
        "repeat_1", "mixed_7a", "repeat_2", "block8", "conv2d_7b",
    ];

    private static readonly InceptionConv[][] s_block35 = [[new(32, 1, 1)], [new(32, 1, 1), new(32, 3, 3)], [new(32, 1, 1), new(48, 3, 3), new(64, 3, 3)]];

    private static readonly InceptionConv[][] s_block17 = [[new(192, 1, 1)], [new(128, 1, 1), new(160, 1, 7), new(192, 7, 1)]];

    private static readonly InceptionConv[][] s_block8 = [[new(192, 1, 1)], [new(192, 1, 1), new(224, 1, 3), new(256, 3, 1)]];

    private static readonly InceptionConv s_reduce384 = new(384, 3, 3, Stride: 2, IsPadded: false);

    private readonly NormOptions _norm;
    private int _channels = 3, _stride = 1, _leastSide = 1;
    private float _origin;

    public InceptionResNetV2(BackboneOptions options) : base(s_stages, options.OutputsOr(["repeat_1", "conv2d_7b"]))
    {
        _norm = options.Norm;
        AddConv("conv2d_1a", new(32, 3, 3, Stride: 2, IsPadded: false));
        AddConv("conv2d_2a", new(32, 3, 3, IsPadded: false));
        AddConv("conv2d_2b", new(64, 3, 3));
        AddPool("maxpool_3a");
        AddConv("conv2d_3b", new(80, 1, 1));
        AddConv("conv2d_4a", new(192, 3, 3, IsPadded: false));
        AddPool("maxpool_5a");
        AddMix("mixed_5b", [[new(96, 1, 1)], [new(48, 1, 1), new(64, 5, 5)], [new(64, 1, 1), new(96, 3, 3), new(96, 3, 3)]], average: [new(64, 1, 1)]);
        AddResiduals("repeat", 10, s_block35, scale: 0.17);
        AddMix("mixed_6a", [[s_reduce384], [new(256, 1, 1), new(256, 3, 3), s_reduce384]]);
        AddResiduals("repeat_1", 20, s_block17, scale: 0.10);
        AddMix("mixed_7a",
        [
            [new(256, 1, 1), s_reduce384],
            [new(256, 1, 1), s_reduce384 with { Outputs = 288 }],
            [new(256, 1, 1), new(288, 3, 3), s_reduce384 with { Outputs = 320 }],
        ]);
        AddResiduals("repeat_2", 9, s_block8, scale: 0.20);
        AddLastResidual("block8");
        AddConv("conv2d_7b", new(1536, 1, 1));
    }

    private void AddConv(string name, InceptionConv layer)
    {
        if (!Has(name)) return;
        var conv = Add(name, new InceptionBranch(_channels, _norm, [layer]));
        if (!layer.IsPadded) Shrink(layer.Height, layer.Stride);
        Append(name, conv.Outputs, conv.Forward, conv);
    }

    private void AddPool(string name)
    {
        if (!Has(name)) return;
        Shrink(kernel: 3, stride: 2);
        Append(name, _channels, static x => x.MaxPool2d([3, 3], [2, 2]));
    }

    // With an average branch the resolution stays; without one it halves.
    private void AddMix(string name, InceptionConv[][] branches, InceptionConv[]? average = null)
    {
        if (!Has(name)) return;
        var mix = Add(name, new InceptionMix(_channels, _norm, branches, average, keepsMaxima: average is null));
        if (average is null) Shrink(kernel: 3, stride: 2);
        Append(name, mix.Outputs, mix.Forward, mix);
    }

    private void AddResiduals(string name, int count, InceptionConv[][] branches, double scale)
    {
        if (!Has(name)) return;
        InceptionResidual[] blocks = [.. Enumerable.Range(0, count).Select(k =>
            Add($"{name}.{k.ToString(CultureInfo.InvariantCulture)}", new InceptionResidual(_channels, _norm, branches, scale)))];
        Append(name, _channels, x => Run(blocks, x), blocks);
    }

    private void AddLastResidual(string name)
    {
        if (!Has(name)) return;
        var block = Add(name, new InceptionResidual(_channels, _norm, s_block8, scale: 1, hasRelu: false));
        Append(name, _channels, block.Forward, block);
    }

    private static Tensor Run(InceptionResidual[] blocks, Tensor x)
    {
        using var scope = TensorScope.Enter();
        foreach (var block in blocks) x = block.Forward(x);
        return scope.Keep(x);
    }

    // The centre of the first new cell is half a kernel, instead of half a stride, after the start of the first old cell. A new cell needs
    // as many old cells as the kernel covers.
    private void Shrink(int kernel, int stride)
    {
        _origin += _stride * (kernel - stride) / 2f;
        _leastSide += _stride * (kernel - 1);
        _stride *= stride;
    }

    private void Append(string name, int channels, Func<Tensor, Tensor> forward, params Module[] parts)
    {
        _channels = channels;
        AddStage(new(name, BitOperations.Log2((uint)_stride), channels, _stride, forward, parts) { Origin = _origin, LeastSide = _leastSide });
    }
}
