using UnityEngine;

/// <summary>Turns its object about an axis.</summary>
public class Spinner : MonoBehaviour
{
    [SerializeField] private float degreesPerSecond = 45f;
    [SerializeField] private Vector3 axis = Vector3.up;

    private void Update()
    {
        transform.Rotate(axis, degreesPerSecond * Time.deltaTime);
    }
}
