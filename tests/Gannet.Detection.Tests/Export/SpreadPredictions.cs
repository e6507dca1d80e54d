using Gannet.Torch;
using Gannet.Torch.Autograd;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Tests.Export;

/// <summary>Scales the last layers of random detectors, so that scores and boxes differ by much more than last bits.</summary>
internal sealed class SpreadPredictions : LayerEngine
{
    private readonly Dictionary<Tensor, double> _wanted;

    private SpreadPredictions(Detector detector) => _wanted = detector.NamedParameters()
        .Select(static p => (p.Tensor, Deviation: p.Name.Split('.')[^2] switch
        {
            "cls_logits" or "cls_score" or "class_maps" => 1.5,
            "bbox_pred" or "box_maps" => p.Name.StartsWith("rpn", StringComparison.Ordinal) ? 0.3 : 1,
            _ => 0,
        }, IsWeight: p.Name.EndsWith("weight", StringComparison.Ordinal)))
        .Where(static p => p.Deviation > 0 && p.IsWeight).ToDictionary(static p => p.Tensor, static p => p.Deviation);

    public static void Apply(Detector detector, Image picture)
    {
        detector.UsePlan(() => new SpreadPredictions(detector));
        detector.Detect([picture]);
        detector.UsePlan(null);
    }

    public override Tensor? Convolve(Conv2d conv, Norm? norm, Tensor x, Tensor? addend, Activation activation)
    {
        if (_wanted.Remove(conv.Weight, out var wanted)) Scale(conv.Weight, conv.Bias!, x.Conv2d(conv.Weight, padding: [conv.Padding.Y, conv.Padding.X]).Transpose(1, 3).Reshape([-1, conv.Outputs]), wanted);
        return null;
    }

    public override Tensor? Map(Linear linear, Tensor x, Activation activation)
    {
        if (_wanted.Remove(linear.Weight, out var wanted)) Scale(linear.Weight, linear.Bias, x.Flatten(1).Linear(linear.Weight), wanted);
        return null;
    }

    // Once per layer, though it may read every level: each output gets mean 0, all together the wanted deviation.
    private static void Scale(Tensor weight, Tensor bias, Tensor outputs, double wanted)
    {
        using var noGrad = NoGrad.Enter();
        var mean = outputs.Mean([0]);
        var factor = wanted / (outputs - mean).Std().Item();
        weight.MulInPlace(factor);
        bias.CopyInPlace(mean * -factor);
    }
}
