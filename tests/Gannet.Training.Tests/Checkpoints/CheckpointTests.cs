using Gannet.Detection.Models.Weights;
using Gannet.Torch.Optim;
using Gannet.Torch.Serialization;
using Gannet.Training.Checkpoints;

namespace Gannet.Training.Tests.Checkpoints;

[LeakCheck]
public sealed class CheckpointTests
{
    [Fact]
    public void Numbers_come_back_as_they_went()
    {
        using var folder = new TemporaryFolder();
        using var detector = SmallTraining.CreateDetector(1);
        using var optimizer = new Sgd([new(detector.NamedParameters())]);
        var saved = new Checkpoint(123, 4, 0.1 + 0.2, 1e-17, "options");
        saved.Save(folder.File("c"), detector, optimizer);
        Assert.Equal(saved, Checkpoint.Load(folder.File("c"), detector, optimizer, "options"));
        Assert.Equal(123, optimizer.Steps);
        new Checkpoint(1, 0, null, 0, "options").Save(folder.File("c"), detector, optimizer);
        Assert.Null(Checkpoint.Load(folder.File("c"), detector, optimizer, "options").BestScore);
    }

    [Fact]
    public void A_write_that_breaks_off_leaves_the_last_good_one()
    {
        using var folder = new TemporaryFolder();
        using var detector = SmallTraining.CreateDetector(1);
        using var optimizer = new Sgd([new(detector.NamedParameters())]);
        var good = new Checkpoint(5, 1, null, 0, "options");
        good.Save(folder.File("c"), detector, optimizer);

        // The same writer, stopped after a megabyte.
        TensorContent[] broken =
        [
            TensorContent.From("model.a", new float[1 << 18], 1 << 18),
            new("model.b", Torch.ElementType.Float, [4], static _ => throw new IOException("no space left")),
        ];
        Assert.Throws<IOException>(() => SafetensorsWriter.Write(folder.File("c"), broken));
        Assert.Equal(good, Checkpoint.Load(folder.File("c"), detector, optimizer, "options"));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void An_optimizers_state_of_another_shape_is_refused_by_name()
    {
        using var folder = new TemporaryFolder();
        using var detector = SmallTraining.CreateDetector(1);
        using var optimizer = new Sgd([new(detector.NamedParameters())]);
        const string Parameter = "roi_heads.box_predictor.cls_score.bias";
        TensorContent[] state =
        [
            .. detector.State().Select(static s => ModuleWeights.Content($"model.{s.Name}", s.Tensor)),
            TensorContent.From($"optimizer.{Parameter}.momentum", new float[7], 7),
        ];
        SafetensorsWriter.Write(folder.File("c"), state, new Dictionary<string, string>
        {
            ["gannet.checkpoint"] = "1",
            ["gannet.step"] = "5",
            ["gannet.epochs"] = "1",
            ["gannet.fingerprint"] = "options",
        });
        var error = Assert.Throws<InvalidDataException>(() => Checkpoint.Load(folder.File("c"), detector, optimizer, "options"));
        Assert.StartsWith($"{folder.File("c")}: the optimizer's state '{Parameter}.momentum' is [7], its parameter [6]; delete it", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, optimizer.Steps);
    }

    [Fact]
    public void Files_that_are_no_checkpoint_are_refused_by_name()
    {
        using var folder = new TemporaryFolder();
        using var detector = SmallTraining.CreateDetector(1);
        using var optimizer = new Sgd([new(detector.NamedParameters())]);
        detector.Save(folder.File("model"));
        Refuse("model", "is not a checkpoint of this version; delete it to start again.");

        new Checkpoint(5, 1, null, 0, "options").Save(folder.File("cut"), detector, optimizer);
        using (var stream = File.OpenWrite(folder.File("cut"))) stream.SetLength(stream.Length / 2);
        Refuse("cut", "");
        File.WriteAllText(folder.File("empty"), "");
        Refuse("empty", "is empty");

        void Refuse(string name, string reason)
        {
            var message = Assert.Throws<InvalidDataException>(() => Checkpoint.Load(folder.File(name), detector, optimizer, "options")).Message;
            Assert.StartsWith(folder.File(name), message, StringComparison.Ordinal);
            Assert.Contains(reason, message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', message);
        }
    }
}
