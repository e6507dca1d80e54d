using Gannet.Torch.Distributed;

namespace Gannet.Torch.Tests.Distributed;

[LeakCheck]
public sealed class DiagnosisTests
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(3);

    private static string Message(Exception? error) => Assert.IsType<ProcessGroupException>(error).Message;

    [WorldFact]
    public void A_process_that_left_is_named_by_all_others()
    {
        var errors = LocalWorld.RunAll(3, s_timeout, static group =>
        {
            group.Barrier();
            if (group.Rank != 1) group.Barrier();
        });
        Assert.Null(errors[1]);
        Assert.All([errors[0], errors[2]], static error => Assert.Matches(@"process 1 \(.*\) left", Message(error)));
    }

    [WorldFact]
    public void A_process_that_reports_a_failure_is_named_with_its_reason()
    {
        var errors = LocalWorld.RunAll(2, s_timeout, static group =>
        {
            if (group.Rank == 1) group.Report("the disk\nis full");
            else group.Barrier();
        });
        Assert.Matches(@"process 1 \(.*\) failed: the disk is full", Message(errors[0]));
    }

    [WorldFact]
    public void A_process_that_hangs_is_named_after_the_time_out()
    {
        using var over = new CountdownEvent(1);
        var errors = LocalWorld.RunAll(2, s_timeout, group =>
        {
            if (group.Rank == 1)
            {
                over.Wait(); // its heart beats on
                return;
            }

            try
            {
                group.Barrier();
            }
            finally
            {
                over.Signal();
            }
        });
        Assert.Matches(@"process 1 \(.*\) hangs", Message(errors[0]));
    }
}
