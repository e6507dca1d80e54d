using Gannet.Serving.LabelStudio;
using Gannet.Serving.Problems;

namespace Gannet.Serving.Tests.LabelStudio;

public sealed class TaskPicturesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TaskPictures _pictures;

    public TaskPicturesTests()
    {
        Directory.CreateDirectory(_folder.File("upload/1"));
        File.WriteAllText(_folder.File("upload/1/a b.png"), "inside");
        File.WriteAllText(_folder.File("upload/large.png"), new string('x', 2000));
        File.WriteAllText(_folder.File("secret.png"), "outside");
        _pictures = new(new() { UploadFolder = _folder.File("upload"), MaxBodyBytes = 1000 });
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("/data/upload/1/a b.png")]
    [InlineData("/data/upload/1/a%20b.png")]
    [InlineData("/data/local-files/?d=1/a%20b.png")]
    [InlineData("data:image/png;base64,aW5zaWRl")]
    [InlineData("DATA:;base64,aW5zaWRl")]
    public void Uploads_and_data_addresses_are_read(string address) => Assert.Equal("inside"u8.ToArray(), _pictures.Read(address));

    [Theory]
    [InlineData("/data/upload/../secret.png")]
    [InlineData("/data/upload/1/../../secret.png")]
    [InlineData("/data/upload/%2e%2e/secret.png")]
    [InlineData("/data/upload/%2e%2e%2fsecret.png")]
    [InlineData("/data/upload/..%5csecret.png")]
    [InlineData("/data/upload//etc/passwd")]
    [InlineData("/data/upload/%2fetc%2fpasswd")]
    [InlineData("/data/upload/1/a b.png%00.jpg")]
    [InlineData("/data/upload/C:/x.png")]
    [InlineData("/data/local-files/?d=../secret.png")]
    [InlineData("/data/local-files/?d=/etc/passwd")]
    [InlineData("/data/upload/1")]
    [InlineData("/data/upload/")]
    [InlineData("/data/upload/none.png")]
    [InlineData("/data/upload/large.png")]
    [InlineData("http://127.0.0.1:1/x.png")]
    [InlineData("https://example.org/x.png")]
    [InlineData("file:///etc/passwd")]
    [InlineData("s3://bucket/x.png")]
    [InlineData("/etc/passwd")]
    [InlineData("data:image/png,plain")]
    [InlineData("data:image/png;base64,%%%")]
    [InlineData("data:")]
    [InlineData("")]
    public void Nothing_else_is(string address) => Assert.Equal(422, Assert.Throws<ProblemException>(() => _pictures.Read(address)).Status);

    [LinuxFact]
    public void Links_lead_nowhere()
    {
        File.CreateSymbolicLink(_folder.File("upload/link.png"), _folder.File("secret.png"));
        Directory.CreateSymbolicLink(_folder.File("upload/linked"), _folder.Path);
        File.CreateSymbolicLink(_folder.File("upload/inner.png"), _folder.File("upload/1/a b.png"));

        foreach (var name in (string[])["link.png", "linked/secret.png", "inner.png"])
            Assert.Throws<ProblemException>(() => _pictures.Read($"/data/upload/{name}"));
    }

    [LinuxFact]
    public void A_pipe_is_not_waited_for()
    {
        using (var made = System.Diagnostics.Process.Start("mkfifo", _folder.File("upload/pipe.png"))) made.WaitForExit();
        Assert.Throws<ProblemException>(() => _pictures.Read("/data/upload/pipe.png"));
    }

    [Fact]
    public void Without_a_folder_the_message_says_how_to_name_one()
    {
        var problem = Assert.Throws<ProblemException>(() => new TaskPictures(new()).Read("/data/upload/1/a.png"));
        Assert.Contains("--uploads", problem.Message, StringComparison.Ordinal);
    }
}
