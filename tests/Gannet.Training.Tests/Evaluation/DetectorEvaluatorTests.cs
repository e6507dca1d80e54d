using Gannet.Training.Data;
using Gannet.Training.Evaluation;
using Gannet.Vision.Pictures;

namespace Gannet.Training.Tests.Evaluation;

[LeakCheck]
public sealed class DetectorEvaluatorTests
{
    [Fact]
    public void The_detections_are_those_of_each_picture_by_itself()
    {
        using var data = new SmallTraining(4);
        using var detector = SmallTraining.CreateDetector(1, "detections.score_threshold=0.01");
        var done = new List<int>();
        var found = DetectorEvaluator.Detect(detector, data.Training, done.Add, default);
        Assert.Equal([1, 2, 3, 4], done);
        Assert.True(found.Sum(static f => f.Count) > 0, "an untrained detector finds something at such a threshold");
        for (var k = 0; k < found.Count; k++)
            Assert.Equal(detector.Detect([PictureDecoder.Decode(data.Training.Pictures[k].Path)])[0], found[k]);
    }

    [Fact]
    public void The_loss_of_the_same_weights_is_the_same_and_computing_it_changes_nothing()
    {
        using var data = new SmallTraining(3);
        using var detector = SmallTraining.CreateDetector(1, "backbone.norm.kind=batch");
        var before = SmallTraining.Weights(detector);
        var pictures = TrainingPicture.From(data.Training);
        var loss = DetectorEvaluator.ComputeLoss(detector, pictures, default);
        Assert.True(loss > 0 && double.IsFinite(loss));
        Assert.Equal(loss, DetectorEvaluator.ComputeLoss(detector, pictures, default));
        foreach (var (name, values) in SmallTraining.Weights(detector)) Assert.Equal(before[name], values);
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
            done = k;
            if (k == 2) stop.Cancel();
        }, stop.Token));
        Assert.Equal(2, done);
    }
}
