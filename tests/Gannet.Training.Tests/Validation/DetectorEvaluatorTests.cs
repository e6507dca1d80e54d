using Gannet.Datasets.Checking;
using Gannet.Imaging.Codecs;
using Gannet.Torch;
using Gannet.Torch.Autograd;
using Gannet.Training.Loading;
using Gannet.Training.Validation;

namespace Gannet.Training.Tests.Validation;

[LeakCheck]
public sealed class DetectorEvaluatorTests
{
    [Theory]
    [InlineData(null, new[] { 1, 2, 3, 4 })]
    [InlineData(3, new[] { 3, 4 })]
    public void The_detections_are_those_of_each_picture_by_itself(int? batch, int[] expected)
    {
        using var data = new SmallTraining(4);
        using var detector = SmallTraining.CreateDetector(1, "detections.score_threshold=0.01");
        var done = new List<EvaluationProgress>();
        var found = DetectorEvaluator.Detect(detector, data.Training, done.Add, default, batch);
        Assert.Equal(expected, done.Select(static p => p.Images));
        Assert.All(done, static p => Assert.InRange(p.WaitShare, 0, 1));
        Assert.True(found.Sum(static f => f.Count) > 0, "an untrained detector finds something at such a threshold");
        for (var k = 0; k < found.Count; k++)
        {
            var alone = detector.Detect([ImageDecoder.Decode(data.Training.Images[k].Path)])[0];
            if (batch is null) Assert.Equal(alone, found[k]);
            else Assert.Equal(alone.Select(static d => d.Score), found[k].Select(static d => d.Score), static (a, b) => Math.Abs(a - b) < 1e-4);
        }
    }

    [Fact]
    public void Any_way_to_detect_gets_the_pictures_in_order_and_unreadable_ones_are_left_out()
    {
        using var data = new SmallTraining(3);
        var broken = data.Training.Images[1].Path;
        File.WriteAllText(broken, "broken");
        var (done, problems) = (new List<int>(), new List<DataProblem>());
        var (read, found) = DetectorEvaluator.Detect(
            picture => [new DetectedObject(new(0, 0, picture.Width, picture.Height), 0, 1)], data.Training, problems, p => done.Add(p.Images), default);
        Assert.Equal([1, 2, 3], done);
        Assert.Equal(broken, Assert.Single(problems).File);
        Assert.Equal([data.Training.Images[0].Path, data.Training.Images[2].Path], read.Images.Select(static i => i.Path));
        Assert.Equal(read.Images.Select(static i => new Box(0, 0, i.Width, i.Height)), found.Select(static f => Assert.Single(f).Box));
        Assert.ThrowsAny<InvalidDataException>(() => DetectorEvaluator.Detect(static _ => [], data.Training, null, null, default));
    }

    // Validation compiles the detector; the next validation must see the steps taken since.
    [Fact]
    public void What_was_learnt_since_the_last_time_is_seen()
    {
        using var data = new SmallTraining(2);
        using var detector = SmallTraining.CreateDetector(1, "detections.score_threshold=0.01");
        var before = DetectorEvaluator.Detect(detector, data.Training, null, default);
        Assert.True(detector.IsCompiled);
        var options = new TrainingOptions { BatchSize = 2, WarmupSteps = 0 };
        using (var trainer = new Trainer(detector, options, 1))
            trainer.Step(new BatchLoader(TrainingImage.From(data.Training), detector.Transform, options).Read(0, 0, default).First(), 1, 1, default);
        var after = DetectorEvaluator.Detect(detector, data.Training, null, default);
        Assert.NotEqual(before[0], after[0]);
        using var anew = SmallTraining.CreateDetector(2, "detections.score_threshold=0.01");
        foreach (var (name, tensor) in anew.State())
        {
            using var noGrad = NoGrad.Enter();
            using var scope = TensorScope.Enter();
            tensor.CopyInPlace(detector.State().Single(s => s.Name == name).Tensor);
        }

        Assert.Equal(DetectorEvaluator.Detect(anew, data.Training, null, default)[0], after[0]);
    }

    [Fact]
    public void The_loss_of_the_same_weights_is_the_same_and_computing_it_changes_nothing()
    {
        using var data = new SmallTraining(3);
        using var detector = SmallTraining.CreateDetector(1, "backbone.norm.kind=batch");
        var before = SmallTraining.Weights(detector);
        var pictures = TrainingImage.From(data.Training);
        var losses = DetectorEvaluator.ComputeLosses(detector, pictures, default);
        Assert.Equal(["box", "classification", "objectness", "proposal_box"], losses.Keys.Order());
        Assert.All(losses.Values, static loss => Assert.True(loss >= 0 && double.IsFinite(loss)));
        Assert.Equal(losses, DetectorEvaluator.ComputeLosses(detector, pictures, default));
        SmallTraining.RequireSame(before, SmallTraining.Weights(detector));
        Assert.All(detector.NamedParameters(), static p => Assert.Null(p.Tensor.Gradient));
    }

    [Fact]
    public void Cancelling_ends_it_between_two_pictures()
    {
        using var data = new SmallTraining(4);
        using var detector = SmallTraining.CreateDetector(1);
        using var stop = new CancellationTokenSource();
        var done = 0;
        Assert.ThrowsAny<OperationCanceledException>(() => DetectorEvaluator.Detect(detector, data.Training, k =>
        {
            done = k.Images;
            if (done == 2) stop.Cancel();
        }, stop.Token));
        Assert.Equal(2, done);
    }
}
