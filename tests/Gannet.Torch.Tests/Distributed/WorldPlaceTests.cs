using Gannet.Torch.Distributed;

namespace Gannet.Torch.Tests.Distributed;

public sealed class WorldPlaceTests
{
    // "NAME=value NAME=value", as a launcher leaves them.
    private static WorldPlace Place(string environment)
    {
        var variables = environment.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static v => v.Split('=', 2)).ToDictionary(static v => v[0], static v => v[1]);
        return WorldPlace.FromEnvironment(variables.GetValueOrDefault);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HOME=/root MASTER_ADDR=elsewhere MASTER_PORT=1")]
    [InlineData("RANK=0 WORLD_SIZE=1")]
    [InlineData("SLURM_JOB_ID=7 SLURM_PROCID=0 SLURM_JOB_NODELIST=node1")] // a batch script's shell
    [InlineData("SLURM_JOB_ID=7 SLURM_NTASKS=4 SLURM_JOB_NODELIST=node1")] // an allocation's shell
    [InlineData("SLURM_JOB_ID=7 SLURM_NTASKS=1 SLURM_PROCID=0 SLURM_JOB_NODELIST=node1")]
    public void Without_a_launcher_a_process_is_alone(string environment) => Assert.Equal(WorldPlace.Alone, Place(environment));

    // As python3 -m torch.distributed.run --nnodes 2 --nproc-per-node 2 sets them for the last process; the first with --standalone as well.
    [Fact]
    public void Torchrun_gives_the_place() => Assert.Equal(
        new WorldPlace(3, 4) { LocalRank = 1, LocalSize = 2, MasterAddress = "10.0.0.1", MasterPort = 41357, Attempt = 2 },
        Place("LOCAL_RANK=1 RANK=3 GROUP_RANK=1 ROLE_RANK=3 ROLE_NAME=default LOCAL_WORLD_SIZE=2 WORLD_SIZE=4 GROUP_WORLD_SIZE=2 ROLE_WORLD_SIZE=4 "
            + "MASTER_ADDR=10.0.0.1 MASTER_PORT=41357 TORCHELASTIC_RESTART_COUNT=2 TORCHELASTIC_MAX_RESTARTS=3 TORCHELASTIC_RUN_ID=none "
            + "TORCHELASTIC_USE_AGENT_STORE=False NCCL_ASYNC_ERROR_HANDLING=1"));

    [Fact]
    public void Under_torchrun_with_a_static_rendezvous_its_agent_listens() => Assert.True(
        Place("LOCAL_RANK=0 RANK=0 LOCAL_WORLD_SIZE=2 WORLD_SIZE=2 MASTER_ADDR=127.0.0.1 MASTER_PORT=29500 TORCHELASTIC_USE_AGENT_STORE=True").LauncherListens);

    // As Kubeflow's training operator sets them in a worker's pod and in the master's.
    [Theory]
    [InlineData("PYTHONUNBUFFERED=1 MASTER_PORT=23456 MASTER_ADDR=cells-master-0 WORLD_SIZE=3 RANK=2 KUBERNETES_SERVICE_HOST=10.96.0.1", 2, "cells-master-0")]
    [InlineData("PYTHONUNBUFFERED=1 MASTER_PORT=23456 MASTER_ADDR=localhost WORLD_SIZE=3 RANK=0 KUBERNETES_SERVICE_HOST=10.96.0.1", 0, "localhost")]
    public void Kubernetes_gives_the_place(string environment, int rank, string master) => Assert.Equal(
        new WorldPlace(rank, 3) { LocalSize = 1, MasterAddress = master, MasterPort = 23456 }, Place(environment));

    [Fact]
    public void By_hand_the_port_may_be_left_out() => Assert.Equal(
        new WorldPlace(1, 2) { MasterAddress = "192.168.0.7", MasterPort = 29500 }, Place("RANK=1 WORLD_SIZE=2 MASTER_ADDR=192.168.0.7"));

    // As srun --nodes 2 --ntasks-per-node 4 sets them for one of the second node's tasks.
    private const string Slurm = "SLURM_JOB_ID=1234567 SLURM_STEP_ID=0 SLURM_NNODES=2 SLURM_JOB_NUM_NODES=2 SLURM_NTASKS=8 SLURM_NPROCS=8 SLURM_PROCID=6 "
        + "SLURM_LOCALID=2 SLURM_NODEID=1 SLURM_TASKS_PER_NODE=4(x2) SLURM_JOB_NODELIST=gpu[017,020-021] SLURM_STEP_NODELIST=gpu[020-021]";

    [Fact]
    public void Slurm_gives_the_place() => Assert.Equal(
        new WorldPlace(6, 8) { LocalRank = 2, MasterAddress = "gpu020", MasterPort = 10_000 + 1_234_567 % 20_000 }, Place(Slurm));

    [Fact]
    public void Slurm_on_one_node_is_local() => Assert.Equal(
        2, Place("SLURM_JOB_ID=5 SLURM_NNODES=1 SLURM_NTASKS=2 SLURM_PROCID=1 SLURM_LOCALID=1 SLURM_JOB_NODELIST=node1").LocalSize);

    [Fact]
    public void Steps_of_one_job_meet_at_different_ports() => Assert.NotEqual(Place(Slurm).MasterPort, Place(Slurm.Replace("STEP_ID=0", "STEP_ID=1", StringComparison.Ordinal)).MasterPort);

    [Fact]
    public void A_master_given_by_hand_goes_before_Slurms_own() => Assert.Equal(
        ("node9", 4000), Place($"{Slurm} MASTER_ADDR=node9 MASTER_PORT=4000") is var place ? (place.MasterAddress, place.MasterPort) : default);

    [Fact]
    public void Torchrun_within_Slurm_goes_before_Slurm() =>
        Assert.Equal(16, Place($"{Slurm} RANK=11 WORLD_SIZE=16 LOCAL_RANK=3 LOCAL_WORLD_SIZE=8 MASTER_ADDR=gpu020 MASTER_PORT=29500").Size);

    [Theory]
    [InlineData("RANK=0", "RANK is 0, but WORLD_SIZE is not set; set both, or neither.")]
    [InlineData("WORLD_SIZE=2 MASTER_ADDR=a", "WORLD_SIZE is 2, but RANK is not set; set both, or neither.")]
    [InlineData("RANK=2 WORLD_SIZE=2 MASTER_ADDR=a", "RANK is 2; it must be below WORLD_SIZE, which is 2.")]
    [InlineData("RANK=-1 WORLD_SIZE=2 MASTER_ADDR=a", "RANK is -1; it must be a whole number from 0.")]
    [InlineData("RANK=one WORLD_SIZE=2 MASTER_ADDR=a", "RANK is one; it must be a whole number from 0.")]
    [InlineData("RANK=0 WORLD_SIZE=0", "WORLD_SIZE is 0; it must be at least 1.")]
    [InlineData("RANK=0 WORLD_SIZE=99999999999", "WORLD_SIZE is 99999999999; it must be a whole number from 0.")]
    [InlineData("RANK=0 WORLD_SIZE=2", "WORLD_SIZE is 2, but MASTER_ADDR is not set; set it to the machine of process 0.")]
    [InlineData("RANK=0 WORLD_SIZE=2 MASTER_ADDR=a MASTER_PORT=70000", "MASTER_PORT is 70000; it must be a port from 1 to 65535.")]
    [InlineData("RANK=0 WORLD_SIZE=2 MASTER_ADDR=a MASTER_PORT=0", "MASTER_PORT is 0; it must be a port from 1 to 65535.")]
    [InlineData("RANK=0 WORLD_SIZE=2 MASTER_ADDR=a LOCAL_RANK=1 LOCAL_WORLD_SIZE=1", "LOCAL_RANK is 1; it must be below LOCAL_WORLD_SIZE, which is 1.")]
    [InlineData("RANK=0 WORLD_SIZE=2 MASTER_ADDR=a LOCAL_RANK=0 LOCAL_WORLD_SIZE=3", "LOCAL_WORLD_SIZE is 3; it must be at most WORLD_SIZE, which is 2.")]
    [InlineData("SLURM_PROCID=4 SLURM_NTASKS=4 SLURM_JOB_NODELIST=a", "SLURM_PROCID is 4; it must be below SLURM_NTASKS, which is 4.")]
    [InlineData("SLURM_PROCID=0 SLURM_NTASKS=4", "SLURM_NTASKS asks for several processes, but SLURM_JOB_NODELIST is not set; start the program with srun.")]
    [InlineData("SLURM_PROCID=0 SLURM_NTASKS=4 SLURM_JOB_NODELIST=a[1", "SLURM_JOB_NODELIST is a[1; it must be a list of hosts such as node[01-04,7].")]
    public void A_broken_environment_is_refused_in_one_line(string environment, string message) =>
        Assert.Equal(message, Assert.Throws<InvalidOptionException>(() => Place(environment)).Message);
}
