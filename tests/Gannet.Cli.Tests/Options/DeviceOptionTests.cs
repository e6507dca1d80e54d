using Gannet.Cli.Options;
using Gannet.Cli.Parsing;
using Gannet.Torch;

namespace Gannet.Cli.Tests.Options;

public class DeviceOptionTests
{
    [Theory]
    [InlineData("cpu", 0, "cpu")]
    [InlineData("cpu", 2, "cpu")]
    [InlineData("auto", 0, "cpu")]
    [InlineData("auto", 2, "cuda:0")]
    [InlineData("cuda", 1, "cuda:0")]
    [InlineData("cuda:0", 1, "cuda:0")]
    [InlineData("cuda:3", 4, "cuda:3")]
    public void The_device_is_the_one_asked_for(string text, int devices, string expected) =>
        Assert.Equal(expected, DeviceOption.Choose(text, devices, isCudaBuild: devices > 0).ToString());

    [Theory]
    [InlineData("cuda", 0, false, "--device cuda: this libtorch is built without CUDA; set LIBTORCH=/path/to a CUDA build")]
    [InlineData("cuda:1", 0, true, "--device cuda:1: libtorch finds no CUDA device; install NVIDIA's driver")]
    [InlineData("cuda:2", 2, true, "--device cuda:2: the last device is cuda:1; 'gannet doctor' lists them.")]
    public void A_device_that_is_not_there_is_named_with_the_cure(string text, int devices, bool isCudaBuild, string message) =>
        Assert.StartsWith(message, Assert.Throws<UsageException>(() => DeviceOption.Choose(text, devices, isCudaBuild)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("gpu")]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    [InlineData("cuda:one")]
    [InlineData("CUDA")]
    public async Task Other_words_are_wrong_usage(string text)
    {
        var run = await CommandRun.Of("detect", "--model", "none.safetensors", "none.png", "--device", text);
        run.OneLineOfWrongInput($"--device {text}: must be auto, cpu, cuda or cuda:N");
    }

    [Theory]
    [InlineData("evaluate --model none.safetensors --data nowhere")]
    [InlineData("bench detect --model none.safetensors")]
    [InlineData("bench train --model none.safetensors")]
    [InlineData("train --data nowhere --out nowhere")]
    public async Task Every_command_with_a_network_names_a_device_that_is_not_there(string command)
    {
        // This fails before anything is read: no machine has a thousand devices.
        var run = await CommandRun.Of([.. command.Split(' '), "--device", "cuda:1000"]);
        run.OneLineOfWrongInput("--device cuda:1000: ", TorchRuntime.CudaDevices == 0 ? "CUDA" : "the last device");
    }
}
