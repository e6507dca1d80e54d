using Gannet.Torch;
using Gannet.Torch.Autograd;

namespace Gannet.Detection.Tests;

/// <summary>What every detector must do, regardless of its parts.</summary>
public sealed class DetectorBehaviourTests
{
    [Fact]
    public void No_picture_gives_no_list()
    {
        using var detector = SmallDetector.Create();
        Assert.Empty(detector.Detect((IReadOnlyList<Image>)[]));
    }

    [Fact]
    public void One_pixel_is_a_picture()
    {
        using var detector = SmallDetector.Create();
        AssertInside(detector.Detect([new Image(1, 1)])[0], 1, 1);
    }

    [Theory]
    [InlineData(1, 300)]
    [InlineData(300, 1)]
    public void A_line_is_a_picture(int width, int height)
    {
        using var detector = SmallDetector.Create();
        AssertInside(detector.Detect([new Image(width, height)])[0], width, height);
    }

    // torchvision returns no boxes here either.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_picture_without_proposals_has_no_detections(bool isCompiled)
    {
        using var detector = SmallDetector.Create("proposals.score_threshold=0.05");
        using (NoGrad.Enter())
        {
            foreach (var (name, tensor) in detector.State().Where(static s => s.Name.StartsWith("rpn.head.cls_logits.", StringComparison.Ordinal)))
                tensor.FillInPlace(name.EndsWith("bias", StringComparison.Ordinal) ? -20 : 0);
        }

        if (isCompiled) detector.Compile();
        Assert.Equal([0, 0], detector.Detect([SmallDetector.Image(96, 64), SmallDetector.Image(96, 64, 2)]).Select(static found => found.Count));
    }

    [Fact]
    public void A_picture_without_regions_does_not_spoil_its_batch()
    {
        using var detector = SmallDetector.Create();
        Image[] pictures = [SmallDetector.Image(96, 64, 1), SmallDetector.Image(96, 64, 2)];
        Box[] regions = [new(10, 10, 60, 50), new(30, 5, 90, 60)];
        var found = detector.Detect(pictures, [[], regions]);
        Assert.Empty(found[0]);
        Assert.NotEmpty(found[1]);
    }

    [Fact]
    public void A_batch_gives_what_each_picture_gives()
    {
        using var detector = SmallDetector.Create("detections.reference_arithmetic=true");
        Image[] pictures = [SmallDetector.Image(96, 64, 1), SmallDetector.Image(96, 64, 2), SmallDetector.Image(96, 64, 3)];
        var together = detector.Detect(pictures);
        for (var n = 0; n < pictures.Length; n++)
        {
            var alone = detector.Detect([pictures[n]])[0];
            Assert.NotEmpty(alone);
            Assert.Equal(alone.Count, together[n].Count);
            foreach (var (a, b) in alone.Zip(together[n]))
            {
                Assert.Equal(a.Label, b.Label);
                Assert.Equal(a.Score, b.Score, 1e-4f);
                Assert.Equal(a.Box.X1, b.Box.X1, 0.05f);
                Assert.Equal(a.Box.Y2, b.Box.Y2, 0.05f);
            }
        }
    }

    [Theory]
    [InlineData]
    [InlineData("head.box_slots=agnostic", "head.cascade=[{}, {foreground_iou: 0.7, box_weights: [30, 30, 15, 15]}]")]
    public void A_saved_model_detects_the_same(params string[] settings)
    {
        using var folder = new TemporaryFolder();
        using var detector = SmallDetector.Create(settings);
        var picture = SmallDetector.Image(80, 60);
        detector.Compile().Save(folder.File("m.safetensors"));
        using var loaded = Detector.Load(folder.File("m.safetensors"));
        Assert.Equal(detector.Classes, loaded.Classes);
        Assert.True(loaded.IsCompiled);
        Assert.NotEmpty(detector.Detect([picture])[0]);
        Assert.Equal(detector.Detect([picture])[0], loaded.Detect([picture])[0]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(300)]
    public void Losses_are_finite_for_any_number_of_objects(int count)
    {
        using var scope = TensorScope.Enter();
        using var detector = SmallDetector.Create();
        var losses = detector.ComputeLosses(Batch(detector, count), new Random(1)).Stack();
        losses.Sum().Backward();
        var values = losses.ToArray<float>();
        Assert.All(values, static v => Assert.True(float.IsFinite(v)));
        if (count == 0) Assert.Equal((0f, 0f), (values[1], values[3]));
        else Assert.All(values, static v => Assert.True(v > 0));
    }

    [Fact]
    public void Neither_detection_nor_training_leaves_tensors_behind()
    {
        using var detector = SmallDetector.Create();
        var picture = SmallDetector.Image(80, 60);
        void Step()
        {
            using var scope = TensorScope.Enter();
            detector.ComputeLosses(Batch(detector, 3), new Random(1)).Stack().Sum().Backward();
            foreach (var parameter in detector.NamedParameters()) parameter.Tensor.Gradient = null;
        }

        detector.Detect([picture]);
        Step();
        var live = TensorCensus.Live;
        for (var k = 0; k < 20; k++) detector.Detect([picture]);
        for (var k = 0; k < 5; k++) Step();
        Assert.Equal(live, TensorCensus.Live);
    }

    [Fact]
    public void One_seed_gives_one_loss()
    {
        using var scope = TensorScope.Enter();
        using var detector = SmallDetector.Create();
        float[] Losses() => detector.ComputeLosses(Batch(detector, 9), new Random(4)).Stack().ToArray<float>();
        Assert.Equal(Losses(), Losses());
    }

    [Fact]
    public void Detection_in_the_middle_of_a_training_is_evaluation_and_leaves_the_training_on()
    {
        using var detector = SmallDetector.Create("backbone.norm.kind=batch", "backbone.trainable_stages=-1");
        var picture = SmallDetector.Image(80, 60);
        var expected = detector.Detect([picture])[0];
        detector.SetTraining(true);
        var before = detector.State().Select(static s => s.Tensor.Version).ToArray();
        Assert.Equal(expected, detector.Detect([picture])[0]);
        using (TensorScope.Enter()) detector.Propose(detector.Transform.Batch([picture]));
        Assert.True(detector.IsTraining);
        Assert.All(detector.Children, static child => Assert.True(child.Module.IsTraining));
        Assert.Equal(before, detector.State().Select(static s => s.Tensor.Version));
    }

    [Fact]
    public async Task A_second_thread_at_the_same_time_is_refused()
    {
        using var detector = SmallDetector.Create();
        var picture = SmallDetector.Image(80, 60);
        using (detector.Enter())
        {
            Action[] uses =
            [
                () => detector.Detect([picture]), () => detector.Propose(detector.Transform.Batch([picture])), () => detector.Compile(),
                () => detector.ComputeFeatures(detector.Transform.Batch([picture])), () => detector.ComputeLosses(Batch(detector, 1), new Random(1)),
            ];
            // Waits without await, since this thread holds the claim.
            foreach (var use in uses)
            {
                var other = new Thread(() => Assert.Contains("Another thread", Assert.Throws<InvalidOperationException>(use).Message, StringComparison.Ordinal));
                other.Start();
                other.Join();
            }

            Assert.NotEmpty(detector.Detect([picture])[0]); // the same thread may
        }

        Assert.NotEmpty((await Task.Run(() => detector.Detect([picture])))[0]);
    }

    private static void AssertInside(IReadOnlyList<DetectedObject> found, int width, int height)
    {
        Assert.NotEmpty(found);
        Assert.All(found, d => Assert.True(
            d.Box.X1 >= 0 && d.Box.Y1 >= 0 && d.Box.X1 < d.Box.X2 && d.Box.Y1 < d.Box.Y2 && d.Box.X2 <= width && d.Box.Y2 <= height, $"{d.Box}"));
    }

    private static TrainingBatch Batch(Detector detector, int objects)
    {
        var random = new Random(9);
        Box[] boxes = [.. Enumerable.Range(0, objects).Select(_ => Box.FromSize(random.Next(60), random.Next(40), random.Next(4, 30), random.Next(4, 24)))];
        return new(detector.Transform.Batch([SmallDetector.Image(96, 64)]), [new GroundTruth(boxes, [.. boxes.Select(_ => random.Next(2))])]);
    }
}
