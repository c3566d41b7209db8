namespace UnityEngine
{
    public sealed class Camera : Behaviour
    {
        public Camera()
        {
            fieldOfView = 60f;
        }

        public float fieldOfView { get; set; }
    }
}
