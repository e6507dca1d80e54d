using Gannet.Cli.Commands;
using Gannet.Datasets.Reading;
using Gannet.Detection.Models;
using Gannet.Torch;
using Gannet.Training;
using Gannet.Training.Setup;

namespace Gannet.Cli.Tests.Commands;

[Collection(TorchTests.Name)]
public sealed class ChosenPresetTests(TrainedRun trained)
{
    // Otherwise the rules would count on passes for which there is no time.
    [Fact]
    public void What_the_command_line_changes_is_changed_before_steps_are_timed()
    {
        var data = DatasetReader.Read(trained.Data, new() { Split = "train" }).Dataset;
        var timed = new List<(TrainingOptions Training, DetectorOptions Detector)>();
        using var chosen = ChosenPreset.For(data, null, minutes: 1, size: (64, 64), Read, Device.Cpu, group: null, CancellationToken.None);
        Assert.NotEmpty(timed);
        Assert.All(timed, static t => Assert.Equal((64, 16, 1), (t.Detector.Transform.MinSize, t.Detector.Neck.Channels, t.Training.BatchSize)));
        Assert.Equal(1, timed[0].Training.Minutes);

        // The preset is the rules' own: the command line changes it again where the training begins.
        var (training, detector) = (DetectorSetup.Training(chosen.File, []), DetectorSetup.DetectorOptions(chosen.File, []));
        Assert.Equal(128, detector.Neck.Channels);
        Assert.Equal(1, training.Minutes);

        (TrainingOptions, DetectorOptions) Read(string file)
        {
            string[] settings = ["transform.min_size=64", "transform.max_size=64", "neck.channels=16", "head.width=32", "training.batch_size=1"];
            timed.Add((DetectorSetup.Training(file, settings), DetectorSetup.DetectorOptions(file, settings)));
            return timed[^1];
        }
    }
}
