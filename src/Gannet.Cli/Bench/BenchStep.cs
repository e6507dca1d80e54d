using Gannet.Detection;
using Gannet.Detection.Engines;
using Gannet.Torch;
using Gannet.Torch.Nn;
using Gannet.Torch.Optim;

namespace Gannet.Cli.Bench;

/// <summary>The training step that the peer script times: losses, gradients, update, without gradient clipping or checks.</summary>
internal sealed class BenchStep : IDisposable
{
    private const double Rate = 1e-3, Momentum = 0.9;
    private const int Objects = 12, LeastSide = 2;
    private const float SmallestSide = 20, LargestSide = 200;

    private readonly Detector _detector;
    private readonly Image[] _pictures;
    private readonly GroundTruth[] _truths;
    private readonly Precision _precision;
    private readonly Sgd _optimizer;
    private int _steps;

    /// <param name="detector">Trained in place.</param>
    /// <param name="pictures">The batch of every step; objects are generated.</param>
    /// <param name="precision">The precision of the layers.</param>
    public BenchStep(Detector detector, Image[] pictures, Precision precision)
    {
        var data = new BenchData(seed: 3);
        (_detector, _pictures, _precision) = (detector, pictures, precision);
        _truths = [.. pictures.Select(picture => Objectify(data, picture, detector.Classes.Count))];
        NamedTensor[] trained = [.. detector.NamedParameters().Where(static p => p.Tensor.RequiresGrad)];
        _optimizer = new Sgd([new ParameterGroup(trained)], Momentum) { Rate = Rate };
    }

    /// <summary>The loss of the last step.</summary>
    public double Loss { get; private set; }

    public void Take()
    {
        using var scope = TensorScope.Enter();
        _detector.SetTraining(true);
        var pictures = _detector.Transform.Batch(_pictures);
        GroundTruth[] truths = [.. _truths.Select((truth, n) => pictures.Placements[n].ToInput(truth))];
        var loss = _detector.ComputeLosses(new TrainingBatch(pictures, truths), new Random(_steps++), _precision).Stack().Sum();
        _optimizer.ZeroGradients();
        loss.Backward();
        _optimizer.Step();
        Loss = loss.Item();
    }

    public void Dispose() => _optimizer.Dispose();

    private static GroundTruth Objectify(BenchData data, Image picture, int classes)
    {
        var truth = new GroundTruth(data.Boxes(Objects, picture.Width, picture.Height, SmallestSide, LargestSide), data.Labels(Objects, classes));
        return truth.Where(static box => box is { Width: >= LeastSide, Height: >= LeastSide });
    }
}
